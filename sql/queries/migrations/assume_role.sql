-- For a login that holds no rights of its own: the application role may read which migrations were applied.
SELECT set_config('role', :'app_role', true)
