"""Discord's REST API, version 10, by subject; `routes.ROUTES` lists every route there is."""
