REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_RATES": {"login": "5/min", "write": "5/min"},
    # No proxy stands in front: the address is that of the connection, whatever X-Forwarded-For says.
    "NUM_PROXIES": 0,
}
