using AgentKit.Extensions.AI;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.ExtensionsAI.Running;

public class DerivedIdTests
{
    private static readonly DateTimeOffset Time = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_SameParts_IsTheSameUuidOfVersion7()
    {
        var id = DerivedId.Of(Time, 3, "a", "b");

        id.Should().Be(DerivedId.Of(Time, 3, "a", "b"));
        (id.Version, id.Variant >> 2).Should().Be((7, 2));
        (id >= UuidV7Bounds.At(Time)).Should().BeTrue();
        (id < UuidV7Bounds.At(Time.AddMilliseconds(1))).Should().BeTrue();
        new[] { DerivedId.Of(Time, 3, "ab"), DerivedId.Of(Time, 3, "a", "c"), DerivedId.Of(Time, 4, "a", "b"), DerivedId.Of(Time.AddMilliseconds(1), 3, "a", "b") }
            .Should().OnlyHaveUniqueItems().And.NotContain(id);
    }

    [Fact]
    public void New_OfOneMillisecond_IsInTheOrderOfTheSequence()
    {
        var ids = Enumerable.Range(0, DerivedId.MaxSequence + 1).Select(sequence => DerivedId.New(Time, sequence)).ToArray();

        ids.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems().And.OnlyContain(id => id.Version == 7);
        DerivedId.New(Time, 1_000_000).Version.Should().Be(7);
    }
}
