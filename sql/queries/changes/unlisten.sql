-- Before the connection goes back to its pool, where nobody resets it.
UNLISTEN *
