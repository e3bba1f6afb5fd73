using System.Reflection;
using AgentKit.Tests.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Guards.Api;

/// <summary>The public API is a text file, so that no change of it goes unseen.</summary>
public class PublicApiTests
{
    public static TheoryData<string> Assemblies => [.. LibraryAssemblies.All.Select(assembly => assembly.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public async Task PublicApi_OfAnAssembly_IsTheReviewedOne(string assembly)
    {
        var listing = PublicApiListing.Of(Assembly.Load(assembly));

        await Snapshot.MatchAsync($"tests/AgentKit.Tests/Guards/PublicApi.{assembly}.txt", listing);
    }

    [Fact]
    public void Listing_OfThisAssembly_HoldsWhatACallerDependsOn()
    {
        var listing = PublicApiListing.Of(typeof(ApiSample<>).Assembly).Split('\n');
        var sample = listing
            .SkipWhile(line => !line.EndsWith("ApiSample<T> where T : class", StringComparison.Ordinal))
            .TakeWhile(line => line != "");

        sample.Should().Equal(
            "public abstract record AgentKit.Tests.Guards.Api.ApiSample<T> where T : class",
            "    public const long Most = 5",
            "    protected ApiSample(string Name, int Count = 3)",
            "    public int Count { get; init; }",
            "    public required string Name { get; init; }",
            "    [Obsolete(\"Use Name.\")] public string? Title { get; init; }",
            "    public void Deconstruct(out string Name, out int Count)",
            "    [value: NotNullWhen(true)] public abstract bool Find(string key, T? value)",
            "    protected static Task<IReadOnlyList<T?>> ListAsync(StringComparison order = Ordinal, "
            + "CancellationToken cancellationToken = default)");
    }

    [Fact]
    public void Differences_OfTwoTexts_AreTheLinesThatDiffer()
    {
        Snapshot.Differences("a\nb\nc\n", "a\nb\nc\n").Should().BeEmpty();
        Snapshot.Differences("a\nb\nc\n", "a\nx\nc\n").Should().Equal("- b", "+ x");
        Snapshot.Differences("", "a\n").Should().Equal("+ a");
        Snapshot.Differences("a\nb\n", "b\na\n").Should().ContainSingle().Which.Should().Contain("line 1");
        Snapshot.Differences("a\na\n", "a\n").Should().ContainSingle().Which.Should().Be("- a");
    }
}
