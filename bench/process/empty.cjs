// An empty handler, which is the baseline of a cold start.
exports.handler = async () => ({});
