"""Who is calling, and what they may do. Imports next to nothing: the authorizer starts with it."""
