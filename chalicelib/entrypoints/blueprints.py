"""All blueprints, which the app registers."""

from chalicelib.entrypoints.authorizer import authorizers
from chalicelib.entrypoints.embed_routes import embed_routes
from chalicelib.entrypoints.multipart_routes import multipart_routes
from chalicelib.entrypoints.on_demand_routes import on_demand_routes
from chalicelib.entrypoints.routes import routes
from chalicelib.entrypoints.status_routes import status_routes

BLUEPRINTS = (authorizers, routes, multipart_routes, on_demand_routes, status_routes, embed_routes)
