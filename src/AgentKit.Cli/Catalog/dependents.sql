-- What stands elsewhere and goes with the schema when it is dropped: views, foreign keys, functions, columns, triggers, policies.
WITH inside AS (
    SELECT
        'pg_class'::regclass::oid AS class_id,
        c.oid AS object_id
    FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = @Schema
    UNION ALL
    SELECT 'pg_type'::regclass::oid, t.oid
    FROM pg_type AS t
    JOIN pg_namespace AS n ON n.oid = t.typnamespace
    WHERE n.nspname = @Schema
    UNION ALL
    SELECT 'pg_proc'::regclass::oid, p.oid
    FROM pg_proc AS p
    JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE n.nspname = @Schema
    UNION ALL
    -- A foreign key depends on the constraint that it refers to.
    SELECT 'pg_constraint'::regclass::oid, k.oid
    FROM pg_constraint AS k
    JOIN pg_namespace AS n ON n.oid = k.connamespace
    WHERE n.nspname = @Schema
),
dependents AS (
    SELECT
        d.classid AS class_id,
        d.objid AS object_id,
        d.objsubid AS part,
        -- The relation that it belongs to, if it belongs to one.
        CASE d.classid
            WHEN 'pg_class'::regclass THEN d.objid
            WHEN 'pg_rewrite'::regclass THEN (SELECT r.ev_class FROM pg_rewrite AS r WHERE r.oid = d.objid)
            WHEN 'pg_constraint'::regclass THEN (SELECT k.conrelid FROM pg_constraint AS k WHERE k.oid = d.objid)
            WHEN 'pg_trigger'::regclass THEN (SELECT g.tgrelid FROM pg_trigger AS g WHERE g.oid = d.objid)
            WHEN 'pg_policy'::regclass THEN (SELECT p.polrelid FROM pg_policy AS p WHERE p.oid = d.objid)
            WHEN 'pg_attrdef'::regclass THEN (SELECT a.adrelid FROM pg_attrdef AS a WHERE a.oid = d.objid)
        END AS relation_id
    FROM pg_depend AS d
    JOIN inside AS i
        ON i.class_id = d.refclassid
        AND i.object_id = d.refobjid
    WHERE d.deptype IN ('n', 'a')
)
SELECT DISTINCT
    CASE
        -- A view depends by its rule.
        WHEN d.class_id = 'pg_rewrite'::regclass THEN pg_describe_object('pg_class'::regclass, d.relation_id, 0)
        ELSE pg_describe_object(d.class_id, d.object_id, d.part)
    END AS dependent
FROM dependents AS d
LEFT JOIN pg_class AS c ON c.oid = d.relation_id
LEFT JOIN pg_proc AS p
    ON p.oid = d.object_id
    AND d.class_id = 'pg_proc'::regclass
JOIN pg_namespace AS n ON n.oid = COALESCE(c.relnamespace, p.pronamespace)
WHERE n.nspname NOT IN (@Schema, 'pg_toast')
ORDER BY dependent
