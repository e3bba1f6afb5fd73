using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Workflows;

public sealed class WorkflowFolderTests : IDisposable
{
    private readonly TemporaryFolder _outside = new();
    private readonly TemporaryFolder _temporary = new();

    private string Root => _temporary.FullName;

    [Theory]
    [InlineData("state.json")]
    [InlineData("docs/plan.md")]
    [InlineData("a/b/c/d")]
    [InlineData(".hidden")]
    [InlineData("..hidden")]
    [InlineData("a..b")]
    [InlineData("with space")]
    [InlineData("ñandú–👩‍👩‍👧")]
    [InlineData("console")]
    [InlineData("COM10")]
    [InlineData("$(rm -rf ~)")]
    [InlineData("-rf")]
    public void Resolve_PathInside_IsBelowTheRoot(string path) =>
        new WorkflowFolder(Root).Resolve(path).Should().Be(Path.Join(Root, path));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/etc/passwd")]
    [InlineData("//server/share")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../b")]
    [InlineData("a/..")]
    [InlineData("a/../../x")]
    [InlineData(".")]
    [InlineData("./a")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("..\\x")]
    [InlineData("a\\..\\..\\x")]
    [InlineData("\\\\server\\share")]
    [InlineData("C:\\x")]
    [InlineData("C:x")]
    [InlineData("file:stream")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\u007fb")]
    [InlineData("a\u0085b")]
    [InlineData("what?")]
    [InlineData("*")]
    [InlineData("a|b")]
    [InlineData("<a>")]
    [InlineData("\"a\"")]
    [InlineData("trailing.")]
    [InlineData("trailing ")]
    [InlineData("...")]
    [InlineData(" ")]
    [InlineData("nul")]
    [InlineData("CON")]
    [InlineData("con.txt")]
    [InlineData("con .txt")]
    [InlineData("docs/Aux.md")]
    [InlineData("COM1")]
    [InlineData("lpt9.log")]
    [InlineData("com¹")]
    public void Resolve_PathThatIsNone_IsRefused(string path)
    {
        var resolve = () => new WorkflowFolder(Root).Resolve(path);

        resolve.Should().Throw<WorkflowPathException>().Which.Path.Should().Be(path);
    }

    [Fact]
    public void Resolve_LongOrNoPath_IsRefused()
    {
        FluentActions.Invoking(() => new WorkflowFolder(Root).Resolve(new string('a', 501))).Should().Throw<WorkflowPathException>();
        FluentActions.Invoking(() => new WorkflowFolder(Root).Resolve("a\ud800b")).Should().Throw<WorkflowPathException>();
        FluentActions.Invoking(() => new WorkflowFolder(Root).Resolve(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new WorkflowFolder("relative").Resolve("a")).Should().Throw<WorkflowPathException>();
    }

    [Fact]
    public void Resolve_LinkThatLeadsOut_IsRefusedOnEveryPathThroughIt()
    {
        Directory.CreateSymbolicLink(Path.Join(Root, "out"), _outside.FullName);
        Directory.CreateSymbolicLink(Path.Join(Root, "up"), "..");
        File.CreateSymbolicLink(Path.Join(Root, "passwd"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Join(Root, "dangling"), Path.Join(_outside.FullName, "not-there"));
        Directory.CreateSymbolicLink(Path.Join(Root, "first"), "second");
        Directory.CreateSymbolicLink(Path.Join(Root, "second"), _outside.FullName);
        Directory.CreateDirectory(Path.Join(Root, "deep"));
        Directory.CreateSymbolicLink(Path.Join(Root, "deep", "er"), Path.Join("..", "..", Path.GetFileName(_outside.FullName)));
        Directory.CreateSymbolicLink(Path.Join(Root, "loop"), "loop");
        // A folder beside the root whose name begins like it is not inside.
        Directory.CreateDirectory($"{Root}-twin");
        Directory.CreateSymbolicLink(Path.Join(Root, "twin"), $"{Root}-twin");

        try
        {
            foreach (var path in new[] { "out", "out/x", "up", "up/x", "passwd", "dangling", "first", "first/a/b", "second/x", "deep/er/x", "loop", "loop/x", "twin/x" })
            {
                FluentActions.Invoking(() => new WorkflowFolder(Root).Resolve(path)).Should().Throw<WorkflowPathException>(path);
            }
        }
        finally
        {
            Directory.Delete($"{Root}-twin");
        }
    }

    [Fact]
    public void Resolve_LinkThatStaysInside_IsFollowed()
    {
        Directory.CreateDirectory(Path.Join(Root, "real"));
        Directory.CreateSymbolicLink(Path.Join(Root, "link"), "real");
        Directory.CreateSymbolicLink(Path.Join(Root, "around"), Path.Join("real", "..", "real"));

        new WorkflowFolder(Root).Resolve("link/x").Should().Be(Path.Join(Root, "link", "x"));
        new WorkflowFolder(Root).Resolve("around/x").Should().Be(Path.Join(Root, "around", "x"));
    }

    [Fact]
    public void Resolve_RootThatIsReachedByALink_IsTheRoot()
    {
        var alias = Path.Join(_outside.FullName, "alias");
        Directory.CreateSymbolicLink(alias, Root);

        new WorkflowFolder(alias).Resolve("x").Should().Be(Path.Join(alias, "x"));
        new WorkflowFolder(Path.Join(Root, "not-there-yet")).Resolve("x").Should().Be(Path.Join(Root, "not-there-yet", "x"));
    }

    public void Dispose()
    {
        _temporary.Dispose();
        _outside.Dispose();
    }
}
