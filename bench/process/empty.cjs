// What a cold start is measured against: a handler that does nothing.
exports.handler = async () => ({});
