// The SDK warns at import on Node 20, which this project supports for developers; Lambda runs 24.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
