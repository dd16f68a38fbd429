// On Node 20, which developers may use, the SDK prints a warning at import. Lambda runs Node 24.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
