using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Sources;

/// <summary>The checks find what they look for, and nothing else.</summary>
public class CSharpChecksTests
{
    [Theory]
    [InlineData("SqlMapper.AddTypeHandler(new Handler());")]
    [InlineData("SqlMapper.SetTypeMap(typeof(A), map);")]
    [InlineData("Dapper.DefaultTypeMap.MatchNamesWithUnderscores = true;")]
    [InlineData("System.Console.WriteLine(1);")]
    [InlineData("var now = DateTime.Now;")]
    [InlineData("var now = DateTimeOffset\n    .UtcNow;")]
    [InlineData("CultureInfo.CurrentCulture = culture;")]
    [InlineData("CultureInfo.DefaultThreadCurrentCulture = culture;")]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("throw new NotImplementedException();")]
    public void ProcessGlobals_InCode_AreFoundWithTheirLine(string code) =>
        CSharpChecks.ProcessGlobals($"class A\n{{\n    void B()\n    {{\n        {code}\n    }}\n}}\n")
            .Should().NotBeEmpty().And.OnlyContain(problem => problem.StartsWith("line 5: "));

    [Theory]
    [InlineData("// Console.WriteLine and DateTime.UtcNow")]
    [InlineData("/// <summary>Never Console.Out.</summary>")]
    [InlineData("/* Thread.Sleep(1) */")]
    [InlineData("var text = \"DateTime.Now\";")]
    [InlineData("var text = $\"DateTime.Now {1}\";")]
    [InlineData("var same = CultureInfo.CurrentCulture == culture;")]
    [InlineData("var now = clock.GetUtcNow();")]
    public void ProcessGlobals_InCommentsAndTexts_AreLetBe(string code) =>
        CSharpChecks.ProcessGlobals($"class A\n{{\n    void B()\n    {{\n        {code}\n    }}\n}}\n").Should().BeEmpty();

    [Theory]
    [InlineData("\"SELECT 1\"", true)]
    [InlineData("$\"INSERT INTO {table}\"", true)]
    [InlineData("\"\"\"\n    DELETE FROM x\n    \"\"\"", true)]
    [InlineData("\"UPDATE x SET y = 1\"", true)]
    [InlineData("\"set_config('role', '', true)\"", true)]
    [InlineData("\"The update of a session was set aside; select another.\"", false)]
    [InlineData("1 // SELECT 1", false)]
    public void Sql_InAStringLiteral_IsFound(string value, bool isFound) =>
        CSharpChecks.Sql($"var a = {value}\n;").Any().Should().Be(isFound);

    [Theory]
    [InlineData("A.cs", "public class A; internal class B;", true)]
    [InlineData("A.More.cs", "public partial class A;", true)]
    [InlineData("Page.cs", "public record Page<T>;", true)]
    [InlineData("A.cs", "public class A { public class Inner; }", true)]
    [InlineData("A.cs", "public class A; public enum B;", false)]
    [InlineData("A.cs", "namespace N; public delegate void B();", false)]
    [InlineData("A.cs", "internal class B;", false)]
    [InlineData("AssemblyInfo.cs", "[assembly: System.CLSCompliant(false)]", true)]
    public void Types_OfAFile_AreComparedWithItsName(string file, string text, bool isFine) =>
        CSharpChecks.Types("src/X/" + file, text).Any().Should().Be(!isFine);

    [Theory]
    [InlineData("// TODO: later", true)]
    [InlineData("-- FIXME", true)]
    [InlineData("// Todos are tasks.", false)]
    public void UnfinishedWork_InAnyText_IsFound(string text, bool isFound) =>
        CSharpChecks.UnfinishedWork(text).Any().Should().Be(isFound);
}
