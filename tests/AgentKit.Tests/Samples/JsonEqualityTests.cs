using System.Text.Json;
using AgentKit.Quickstart.OpenAi;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Samples;

public sealed class JsonEqualityTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[true,null]}""", """ { "b" : [ true , null ] , "a" : 1 } """)]
    [InlineData("""{"a":"\u00e9"}""", """{"a":"é"}""")]
    public void FindDifference_InSpellingOnly_IsNone(string left, string right) => Find(left, right).Should().BeNull();

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1.0}""", "$.a")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "$.a")]
    [InlineData("""{"a":null}""", "{}", "$.a")]
    [InlineData("{}", """{"a":null}""", "$.a")]
    [InlineData("""{"a":[1,{"b":"x"}]}""", """{"a":[1,{"b":"y"}]}""", "$.a[1].b")]
    [InlineData("[1,2]", "[2,1]", "$[0]")]
    [InlineData("[1]", "[1,1]", "$")]
    [InlineData("true", "false", "$")]
    public void FindDifference_InValues_IsItsPlace(string left, string right, string place) => Find(left, right).Should().Be(place);

    private static string? Find(string left, string right) =>
        JsonEquality.FindDifference(JsonElement.Parse(left), JsonElement.Parse(right));
}
