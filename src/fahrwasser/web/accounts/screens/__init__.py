"""One input object per page: logging in, second factors, one's own account, people and offices."""
