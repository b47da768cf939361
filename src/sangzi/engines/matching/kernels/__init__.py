"""The loops that are compiled. Only what runs an allotment imports them, and only when it runs one."""
