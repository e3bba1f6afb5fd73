using System.Text;
using Npgsql;

namespace AgentKit.Tests.Migrations;

/// <summary>
/// A schema as DDL that can be read and run, from the catalogs; the same on every supported version of the server, which pg_dump is not.
/// </summary>
internal sealed class SchemaDump
{
    private const string Header =
        """
        -- The schema as the migrations leave it, with the default names. For reading: the migrations are what is applied, and their
        -- comments say why. Written by the test Snapshot_OfMigratedSchema_EqualsCommittedFile when AGENTKIT_UPDATE_SNAPSHOTS=1 is set.

        """;

    private const string SchemaGrants =
        """
        SELECT format('GRANT %s ON SCHEMA %I TO %I;', string_agg(acl.privilege_type, ', ' ORDER BY acl.privilege_type), nspname, rolname)
        FROM pg_namespace, aclexplode(nspacl) AS acl JOIN pg_roles AS r ON r.oid = acl.grantee
        WHERE nspname = $1 AND acl.grantee <> nspowner
        GROUP BY nspname, rolname
        ORDER BY rolname COLLATE "C"
        """;

    private const string Functions =
        """
        SELECT rtrim(pg_get_functiondef(p.oid), E'\n') || ';'
            || CASE WHEN EXISTS (SELECT FROM aclexplode(COALESCE(proacl, acldefault('f', proowner))) AS acl WHERE acl.grantee = 0) THEN ''
               ELSE format(E'\n\nREVOKE ALL ON FUNCTION %s FROM PUBLIC;', p.oid::regprocedure) END
        FROM pg_proc AS p
        WHERE pronamespace = $1::regnamespace
        ORDER BY proname COLLATE "C", pg_get_function_identity_arguments(p.oid)
        """;

    private const string Tables =
        """
        SELECT c.oid, format('%I.%I', $1, relname), COALESCE(' WITH (' || array_to_string(reloptions, ', ') || ')', ''),
            relrowsecurity, relforcerowsecurity
        FROM pg_class AS c
        WHERE relnamespace = $1::regnamespace AND relkind IN ('r', 'p')
        ORDER BY relname COLLATE "C"
        """;

    private const string Columns =
        """
        SELECT format('%I %s', attname, format_type(atttypid, atttypmod))
            || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
            || COALESCE(' DEFAULT ' || pg_get_expr(adbin, adrelid), '')
        FROM pg_attribute
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attrelid = $1 AND attnum > 0 AND NOT attisdropped
        ORDER BY attnum
        """;

    // From 18 on, NOT NULL is a constraint of its own ('n'); the columns say it.
    private const string Constraints =
        """
        SELECT format('CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
        FROM pg_constraint
        WHERE conrelid = $1 AND contype IN ('p', 'u', 'c', 'x')
        ORDER BY array_position(ARRAY['p', 'u', 'c', 'x'], contype::text), conname COLLATE "C"
        """;

    private const string Indexes =
        """
        SELECT pg_get_indexdef(indexrelid) || ';'
        FROM pg_index
        JOIN pg_class AS c ON c.oid = indexrelid
        WHERE indrelid = $1 AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
        ORDER BY relname COLLATE "C"
        """;

    private const string Policies =
        """
        SELECT format('CREATE POLICY %I ON %I.%I AS %s FOR %s TO %s', policyname, schemaname, tablename, permissive, cmd,
                (SELECT string_agg(quote_ident(role), ', ' ORDER BY role) FROM unnest(roles) AS role))
            || COALESCE(E'\n    USING (' || qual || ')', '') || COALESCE(E'\n    WITH CHECK (' || with_check || ')', '') || ';'
        FROM pg_policies
        JOIN pg_namespace AS n ON nspname = schemaname
        JOIN pg_class AS c ON c.relnamespace = n.oid AND relname = tablename
        WHERE c.oid = $1
        ORDER BY policyname COLLATE "C"
        """;

    private const string TableGrants =
        """
        SELECT format('GRANT %s ON %s TO %s;', string_agg(acl.privilege_type, ', ' ORDER BY acl.privilege_type), c.oid::regclass,
            COALESCE(quote_ident(rolname), 'PUBLIC'))
        FROM pg_class AS c, aclexplode(relacl) AS acl LEFT JOIN pg_roles AS r ON r.oid = acl.grantee
        WHERE c.oid = $1 AND acl.grantee <> relowner
        GROUP BY c.oid, rolname
        ORDER BY rolname COLLATE "C"
        """;

    private const string ForeignKeys =
        """
        SELECT format(E'ALTER TABLE %s\n    ADD CONSTRAINT %I %s;', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint
        WHERE connamespace = $1::regnamespace AND contype = 'f'
        ORDER BY conrelid::regclass::text COLLATE "C", conname COLLATE "C"
        """;

    private readonly NpgsqlConnection _connection;
    private readonly StringBuilder _text = new();

    private SchemaDump(NpgsqlConnection connection) => _connection = connection;

    public static async Task<string> OfAsync(string connectionString, string schema)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var connection = await dataSource.OpenConnectionAsync();
        var dump = new SchemaDump(connection);
        await dump.WriteAsync(schema);
        return dump._text.ToString().ReplaceLineEndings("\n");
    }

    private async Task WriteAsync(string schema)
    {
        // Without a path every name is printed with its schema.
        await QueryAsync("SELECT set_config('search_path', '', false)");

        _text.AppendLine(Header);
        _text.AppendLine($"CREATE SCHEMA {schema};").AppendLine();
        await AppendAsync(SchemaGrants, schema);
        await AppendAsync(Functions, schema);

        foreach (var table in await QueryAsync(Tables, schema))
        {
            await WriteTableAsync((uint)table[0], (string)table[1], (string)table[2], (bool)table[3], (bool)table[4]);
        }

        await AppendAsync(ForeignKeys, schema);
        _text.Length -= Environment.NewLine.Length;
    }

    private async Task WriteTableAsync(uint oid, string name, string options, bool isSecured, bool isForced)
    {
        var columns = await QueryAsync(Columns, oid);
        var constraints = await QueryAsync(Constraints, oid);
        var lines = columns.Concat(constraints).Select(row => $"    {row[0]}");
        _text.AppendLine($"CREATE TABLE {name} (").AppendJoin("," + Environment.NewLine, lines).AppendLine();
        _text.AppendLine($"){options};").AppendLine();

        await AppendAsync(Indexes, oid);
        if (isSecured)
        {
            _text.AppendLine($"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;");
        }

        if (isForced)
        {
            _text.AppendLine($"ALTER TABLE {name} FORCE ROW LEVEL SECURITY;").AppendLine();
        }

        await AppendAsync(Policies, oid);
        await AppendAsync(TableGrants, oid);
    }

    private async Task AppendAsync(string sql, object argument)
    {
        var rows = await QueryAsync(sql, argument);
        foreach (var row in rows)
        {
            _text.AppendLine((string)row[0]);
        }

        if (rows.Count > 0)
        {
            _text.AppendLine();
        }
    }

    private async Task<List<object[]>> QueryAsync(string sql, params object[] arguments)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        foreach (var argument in arguments)
        {
            command.Parameters.Add(argument is uint oid
                ? new NpgsqlParameter { Value = oid, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Oid }
                : new NpgsqlParameter { Value = argument });
        }

        await using var reader = await command.ExecuteReaderAsync();
        List<object[]> rows = [];
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }
}
