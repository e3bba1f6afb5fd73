using AgentKit.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Testing;

public sealed class PostgresBinariesTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Find_WithAllPlacesFilled_TakesOptionThenVariableThenPathThenUsualFolder()
    {
        var option = TestHost.MakeBinaries(_root.FullName, "option");
        var variable = TestHost.MakeBinaries(_root.FullName, "variable");
        var path = TestHost.MakeBinaries(_root.FullName, "path");
        var usual = TestHost.MakeBinaries(_root.FullName, "usual", "15", "bin");
        var variables = new Dictionary<string, string>
        {
            ["AGENTKIT_POSTGRES_BIN"] = variable,
            ["PATH"] = string.Join(Path.PathSeparator, Path.Combine(_root.FullName, "nothing"), path),
        };
        var host = new HostLookup
        {
            Variable = variables.GetValueOrDefault,
            UsualFolders = [Path.Combine(_root.FullName, "usual", "*", "bin")],
        };

        Find(option, host).Should().Be(option);
        Find(null, host).Should().Be(variable);
        variables.Remove("AGENTKIT_POSTGRES_BIN");
        Find(null, host).Should().Be(path);
        variables.Remove("PATH");
        Find(null, host).Should().Be(usual);
    }

    [Fact]
    public void Find_WithSeveralVersions_TakesTheNewestByNumber()
    {
        TestHost.MakeBinaries(_root.FullName, "lib", "9.6", "bin");
        TestHost.MakeBinaries(_root.FullName, "lib", "9", "bin");
        TestHost.MakeBinaries(_root.FullName, "of-user-37", "local", "bin");
        var newest = TestHost.MakeBinaries(_root.FullName, "pgsql-16", "bin");
        TestHost.MakeBinaries(_root.FullName, "lib", "15", "bin");
        var host = TestHost.WithNothing with
        {
            UsualFolders =
            [
                Path.Combine(_root.FullName, "of-user-37", "local", "bin"),
                Path.Combine(_root.FullName, "lib", "*", "bin"),
                Path.Combine(_root.FullName, "pgsql-*", "bin"),
            ],
        };

        Find(null, host).Should().Be(newest);
    }

    [Fact]
    public void Find_WithAFolderThatLacksOneProgram_PassesItBy()
    {
        var broken = TestHost.MakeBinaries(_root.FullName, "17", "bin");
        foreach (var program in Directory.GetFiles(broken, "pg_ctl*"))
        {
            File.Delete(program);
        }

        var whole = TestHost.MakeBinaries(_root.FullName, "14", "bin");
        var host = TestHost.WithNothing with { UsualFolders = [Path.Combine(_root.FullName, "*", "bin")] };

        Find(null, host).Should().Be(whole);
    }

    private static string? Find(string? chosen, HostLookup host) => PostgresBinaries.Find(chosen, host, [])?.Folder;
}
