using System.Security.Cryptography;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Migrations;

public class MigrationCatalogTests
{
    [Fact]
    public async Task Shipped_EveryMigration_IsAFileOfTheRepositoryWithItsChecksum()
    {
        var files = Directory.GetFiles(Repository.PathOf("sql/migrations"), "*.up.sql").Order(StringComparer.Ordinal).ToArray();

        MigrationCatalog.Shipped.All.Select(migration => $"{migration.Version:0000}_{migration.Name}.up.sql")
            .Should().Equal(files.Select(Path.GetFileName));
        for (var i = 0; i < files.Length; i++)
        {
            var bytes = await File.ReadAllBytesAsync(files[i]);
            MigrationCatalog.Shipped.All[i].Checksum.Should().Be(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
    }

    /// <summary>That this is also what is lost, with data in every table, is tested with <see cref="MigratorDataTests"/>.</summary>
    [Fact]
    public void Shipped_EveryDownFile_NamesFirstWhatItDrops()
    {
        foreach (var migration in MigrationCatalog.Shipped.All)
        {
            StatedLoss.TablesOf(migration).Should().BeEquivalentTo(
                StatedLoss.DroppedBy(migration, "TABLE"), "{0} begins with '-- Loses <tables>:'", migration.Name);
            StatedLoss.DroppedBy(migration, "FUNCTION").Where(function => !StatedLoss.CommentOf(migration).Contains(function))
                .Should().BeEmpty("{0} is to name them too", migration.Name);
            migration.DownSql.Should().NotContainAny(["DROP COLUMN", "CASCADE", "DELETE", "TRUNCATE"], "what is dropped is named, table by table");
        }

        StatedLoss.DroppedBy(MigrationCatalog.Shipped.All[2], "TABLE").Should().Contain("turns", "the files are read right");
    }

    [Theory]
    [InlineData("-- One.\n-- breaking: true\nSELECT 1;", true)]
    [InlineData("-- breaking: false\nSELECT 1;", false)]
    [InlineData("SELECT 1;\n-- breaking: true\n", false)]
    [InlineData("", false)]
    public void Constructor_BreakingInTheLeadingComment_IsRead(string up, bool expected) =>
        Catalog(("0001_one.up.sql", up), ("0001_one.down.sql", "")).All.Single().IsBreaking.Should().Be(expected);

    [Fact]
    public void Constructor_FilesInAnyOrder_AreOrderedByVersion()
    {
        var catalog = Catalog(
            ("0002_two.down.sql", "d2"), ("0001_one.up.sql", "u1"), ("0002_two.up.sql", "u2"), ("0001_one.down.sql", "d1"));

        catalog.LatestVersion.Should().Be(2);
        catalog.All.Select(migration => (migration.Version, migration.Name, migration.UpSql, migration.DownSql))
            .Should().Equal((1, "one", "u1", "d1"), (2, "two", "u2", "d2"));
    }

    public static TheoryData<string, string[]> BadFiles => new()
    {
        { "not named", ["1_one.up.sql", "0001_one.down.sql"] },
        { "not named", ["0001_One.up.sql", "0001_One.down.sql"] },
        { "not named", ["0001_one.sql"] },
        { "gap", ["0002_two.up.sql", "0002_two.down.sql"] },
        { "gap", ["0001_one.up.sql", "0001_one.down.sql", "0003_three.up.sql", "0003_three.down.sql"] },
        { "one up and one down", ["0001_one.up.sql"] },
        { "one up and one down", ["0001_one.down.sql"] },
        { "one up and one down", ["0001_one.up.sql", "0001_other.down.sql"] },
        { "one up and one down", ["0001_one.up.sql", "0001_one.down.sql", "0001_other.up.sql"] },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void Constructor_FilesThatBreakTheRules_AreRefused(string expected, string[] names)
    {
        var create = () => Catalog([.. names.Select(name => (name, ""))]);

        create.Should().Throw<InvalidOperationException>().WithMessage($"*{expected}*");
    }

    [Fact]
    public void Constructor_BreakingThatIsNeitherTrueNorFalse_IsRefused()
    {
        var create = () => Catalog(("0001_one.up.sql", "-- breaking: yes\n"), ("0001_one.down.sql", ""));

        create.Should().Throw<InvalidOperationException>().WithMessage("*0001_one.up.sql*'yes'*");
    }

    private static MigrationCatalog Catalog(params (string Name, string Sql)[] files) =>
        new(files.Select(file => KeyValuePair.Create(file.Name, file.Sql)));
}
