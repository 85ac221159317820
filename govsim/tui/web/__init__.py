"""The terminal UI in a browser: one page, one websocket, one app for each page that is open."""
