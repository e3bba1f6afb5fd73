using AgentKit.Tests.Guards.Queries;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.PersonalData;

/// <summary>No table and no column is forgotten: what the schema has is exported, imported and erased, or there is a reason.</summary>
public sealed class PersonalTablesTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    [Fact]
    public async Task Table_OfTheSchema_IsPersonalOrHasItsReason()
    {
        var tables = await database.ReadAsync(
            "SELECT tablename FROM pg_tables WHERE schemaname = $1 AND tablename <> 'schema_migrations'");

        PersonalTables.All.Select(table => table.Name).Concat(PersonalTables.NotPersonal.Keys)
            .Should().BeEquivalentTo(tables.Select(row => row[0]), "a new table goes into PersonalTables.All, or with its reason into NotPersonal");
        PersonalTables.NotPersonal.Values.Should().OnlyContain(reason => reason.Length > 20);
    }

    [Fact]
    public async Task Column_OfAPersonalTable_IsInItsLines()
    {
        var columns = await database.ReadAsync(
            """
            SELECT c.table_name, c.column_name, c.udt_name, c.is_nullable
            FROM information_schema.columns AS c
            WHERE c.table_schema = $1 AND c.column_name <> 'workspace_id' AND c.is_generated = 'NEVER'
            ORDER BY c.table_name, c.ordinal_position
            """);

        foreach (var table in PersonalTables.All)
        {
            var expected = columns
                .Where(column => column[0] == table.Name && !PersonalTables.OwnToTheDatabase.Contains($"{table.Name}.{column[1]}"))
                .Select(column => new PersonalColumn(column[1], KindOf(column[2]), column[3] == "YES"));
            table.Columns.Should().Equal(expected, "{0} is to list all of its columns, in their order", table.Name);
        }
    }

    /// <summary>In the order of the list each row comes after what it refers to.</summary>
    [Fact]
    public async Task Order_OfTheTables_IsParentsBeforeChildren()
    {
        var references = await database.ReadAsync(
            """
            SELECT c.relname, p.relname
            FROM pg_constraint AS k
            JOIN pg_class AS c ON c.oid = k.conrelid
            JOIN pg_class AS p ON p.oid = k.confrelid
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND k.contype = 'f' AND c.oid <> p.oid
            """);
        var names = PersonalTables.All.Select(table => table.Name).ToList();

        references.Where(reference => names.Contains(reference[0]) && names.IndexOf(reference[0]) < names.IndexOf(reference[1]))
            .Should().BeEmpty();
    }

    [Fact]
    public void Table_Any_IsExportedErasedAndEnds() =>
        PersonalTables.All.Should().OnlyContain(table =>
            (table.Export ?? table.ExportOfUser) != null && (table.Erase ?? table.EraseOfUser) != null && table.Kept.Length > 0);

    private static ColumnKind KindOf(string type) => type switch
    {
        "int8" => ColumnKind.BigInt,
        "interval" => ColumnKind.Interval,
        "int4" => ColumnKind.Integer,
        "bool" => ColumnKind.Boolean,
        _ => Enum.Parse<ColumnKind>(type, ignoreCase: true),
    };
}
