using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Content;

public class ContentBlockTests
{
    public static TheoryData<string, string> Unequal => new()
    {
        { """{"type":"text","text":"a"}""", """{"type":"text","text":"b"}""" },
        { """{"type":"text","text":"a"}""", """{"type":"text","text":"a","x":1}""" },
        { """{"type":"text","text":"a","x":1}""", """{"type":"text","text":"a","x":2}""" },
        { """{"type":"text","text":"a","x":1}""", """{"type":"text","text":"a","y":1}""" },
        { """{"type":"tool_use","id":"1","name":"f","input":1.1}""", """{"type":"tool_use","id":"1","name":"f","input":1.10}""" },
        { """{"type":"tool_use","id":"1","name":"f","input":{}}""", """{"type":"tool_use","id":"2","name":"f","input":{}}""" },
        { """{"type":"tool_use","id":"1","name":"f","input":{}}""", """{"type":"tool_use","id":"1","name":"g","input":{}}""" },
        { """{"type":"tool_result","tool_use_id":"1"}""", """{"type":"tool_result","tool_use_id":"1","content":null}""" },
        { """{"type":"tool_result","tool_use_id":"1"}""", """{"type":"tool_result","tool_use_id":"1","is_error":true}""" },
        { """{"type":"tool_result","tool_use_id":"1"}""", """{"type":"tool_result","tool_use_id":"2"}""" },
        { """{"type":"image","a":1,"b":2}""", """{"type":"image","b":2,"a":1}""" },
        { """{"type":"image"}""", """{"type":"video"}""" },
        { """{"type":"text","text":"a"}""", """{"type":"image","text":"a"}""" },
    };

    [Theory]
    [MemberData(nameof(Unequal))]
    public void Equals_DifferentBlocks_AreDifferent(string one, string other) => Read(one).Should().NotBe(Read(other));

    [Theory]
    [MemberData(nameof(Unequal))]
    public void Equals_ReadTwice_AreTheSameWithTheSameHash(string one, string other)
    {
        foreach (var json in new[] { one, other })
        {
            Read(json).Should().Be(Read(json));
            Read(json).GetHashCode().Should().Be(Read(json).GetHashCode());
        }
    }

    [Fact]
    public void Equals_AdditionalPropertiesInAnotherOrder_AreTheSame() =>
        Read("""{"type":"text","text":"a","x":1,"y":2}""").Should().Be(Read("""{"y":2,"type":"text","x":1,"text":"a"}"""));

    [Fact]
    public void Equals_EmptyAdditionalProperties_AreTheSameAsNone()
    {
        var empty = new TextBlock("a") { AdditionalProperties = new Dictionary<string, JsonElement>() };

        empty.Should().Be(new TextBlock("a"));
        empty.GetHashCode().Should().Be(new TextBlock("a").GetHashCode());
    }

    [Fact]
    public void Equals_UndefinedJson_DoesNotThrow() =>
        new ToolUseBlock("1", "f", default).Should().NotBe(new ToolUseBlock("1", "f", JsonElement.Parse("1")));

    [Fact]
    public void With_ChangedText_KeepsAdditionalProperties()
    {
        var block = (TextBlock)Read("""{"type":"text","text":"a","x":1}""");

        (block with { Text = "b" }).Should().Be(Read("""{"type":"text","text":"b","x":1}"""));
    }

    [Fact]
    public void ImplicitConversion_String_IsText()
    {
        IReadOnlyList<ContentBlock> blocks = ["Where is my order?"];

        blocks.Should().Equal(new TextBlock("Where is my order?"));
    }

    [Fact]
    public void FromString_Null_IsRefused()
    {
        var make = () => ContentBlock.FromString(null!);

        make.Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void Family_Kinds_AreClosed()
    {
        typeof(ContentBlock).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ContentBlock)))
            .Should().BeEquivalentTo([typeof(TextBlock), typeof(ToolUseBlock), typeof(ToolResultBlock), typeof(OtherBlock)])
            .And.OnlyContain(type => type.IsSealed);
    }

    private static ContentBlock Read(string json) => ContentJson.Deserialize(json).Single();
}
