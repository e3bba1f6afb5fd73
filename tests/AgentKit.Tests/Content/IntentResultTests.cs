using System.Text;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Content;

public class IntentResultTests
{
    private static readonly IntentResult Sample = new("order_status", 0.97, [new("refund", 0.02), new("small talk 😀", 1e-5)]);

    [Theory]
    [InlineData("""{"intent":"order_status","confidence":0.97,"alternatives":[{"intent":"refund","confidence":0.02}]}""")]
    [InlineData("""{"alternatives":[{"why":{},"confidence":0.02,"intent":"refund"}],"confidence":9.7e-1,"x":[1],"intent":"order_status"}""")]
    [InlineData("\n```json\n{\"intent\":\"order_status\",\"confidence\":0.97,\"alternatives\":[{\"intent\":\"refund\",\"confidence\":0.02}]}\n```\n")]
    [InlineData("```\r\n{\"intent\":\"order_status\",\"confidence\":0.97,\"alternatives\":[{\"intent\":\"refund\",\"confidence\":0.02}]}\r\n```")]
    [InlineData("```json {\"intent\":\"order_status\",\"confidence\":0.97,\"alternatives\":[{\"intent\":\"refund\",\"confidence\":0.02}]} ```")]
    [InlineData("\uFEFF {\"intent\":\"order_status\",\"confidence\":0.97,\"alternatives\":[{\"intent\":\"refund\",\"confidence\":0.02}]} ")]
    public void Parse_GoodReply_IsRead(string json)
    {
        var expected = new IntentResult("order_status", 0.97, [new("refund", 0.02)]);

        IntentResult.Parse(json).Should().Be(expected);
        IntentResult.Parse(Encoding.UTF8.GetBytes(json)).Should().Be(expected);
    }

    [Theory]
    [InlineData("""{"intent":"a","confidence":0}""", 0)]
    [InlineData("""{"intent":"a","confidence":1,"alternatives":null}""", 1)]
    [InlineData("""{"intent":"a","confidence":-0.0,"alternatives":[]}""", 0)]
    public void Parse_NoAlternativesAndExtremes_AreRead(string json, double confidence) =>
        IntentResult.Parse(json).Should().Be(new IntentResult("a", confidence));

    [Theory]
    [InlineData("", "not JSON (line 1, byte 1)")]
    [InlineData("I think the intent is s3cret", "not JSON (line 1, byte")]
    [InlineData("```json\n```", "not JSON")]
    [InlineData("``````", "not JSON")]
    [InlineData("```", "not JSON")]
    [InlineData("""{"intent":"s3cret","confidence":0.5""", "not JSON")]
    [InlineData("""{"intent":"s3cret","confidence":tr3cret}""", "not JSON")]
    [InlineData("""{"intent":"s3cret","confidence":NaN}""", "not JSON")]
    [InlineData("""{"intent":"s3cret","confidence":0.5} and more""", "not JSON")]
    [InlineData("null", "not an object but null")]
    [InlineData("[]", "not an object but an array")]
    [InlineData("\"s3cret\"", "not an object but a text")]
    [InlineData("```json\n42\n```", "not an object but a number")]
    [InlineData("{}", "'intent' is missing")]
    [InlineData("""{"Intent":"s3cret","confidence":0.5}""", "'intent' is missing")]
    [InlineData("""{"intent":null,"confidence":0.5}""", "'intent' is missing")]
    [InlineData("""{"intent":"","confidence":0.5}""", "'intent' is empty")]
    [InlineData("""{"intent":"  ","confidence":0.5}""", "'intent' is empty")]
    [InlineData("""{"intent":["s3cret"],"confidence":0.5}""", "'intent' is not a text but an array")]
    [InlineData("""{"intent":"s3cret\u0000","confidence":0.5}""", "U+0000")]
    [InlineData("""{"intent":"s3cret\ud800","confidence":0.5}""", "unpaired surrogate")]
    [InlineData("""{"intent":"s3cret"}""", "'confidence' is missing")]
    [InlineData("""{"intent":"s3cret","confidence":"0.5"}""", "'confidence' is not a number but a text")]
    [InlineData("""{"intent":"s3cret","confidence":true}""", "'confidence' is not a number but true or false")]
    [InlineData("""{"intent":"s3cret","confidence":1.01}""", "'confidence' is not between 0 and 1")]
    [InlineData("""{"intent":"s3cret","confidence":-0.01}""", "'confidence' is not between 0 and 1")]
    [InlineData("""{"intent":"s3cret","confidence":1e400}""", "'confidence' is not between 0 and 1")]
    [InlineData("""{"intent":"s3cret","confidence":0.5,"alternatives":{}}""", "'alternatives' is not an array but an object")]
    [InlineData("""{"intent":"s3cret","confidence":0.5,"alternatives":["b"]}""", "'alternatives[0]' is not an object but a text")]
    [InlineData("""{"intent":"s3cret","confidence":0.5,"alternatives":[null]}""", "'alternatives[0]' is not an object but null")]
    [InlineData(
        """{"intent":"a","confidence":0.5,"alternatives":[{"intent":"b","confidence":0},{"intent":"s3cret"}]}""",
        "'alternatives[1].confidence' is missing")]
    [InlineData(
        """{"intent":"a","confidence":0.5,"alternatives":[{"intent":"s3cret","confidence":2}]}""",
        "'alternatives[0].confidence' is not between 0 and 1")]
    public void Parse_BadReply_SaysWhatIsWrongWithoutQuotingIt(string json, string says)
    {
        var parse = () => IntentResult.Parse(json);

        var error = parse.Should().Throw<ModelResponseException>().Which;
        error.Expected.Should().Be("intent result");
        error.Reason.Should().Contain(says);
        error.ToString().Should().NotContain("3cret");
    }

    [Fact]
    public void Parse_InvalidUtf8_IsAModelError()
    {
        var parse = () => IntentResult.Parse([0x22, 0xC3, 0x22]);

        parse.Should().Throw<ModelResponseException>().Which.Reason.Should().Contain("UTF-8");
    }

    [Fact]
    public void Parse_TooDeep_IsAModelError()
    {
        var parse = () => IntentResult.Parse(new string('[', 1_000));

        parse.Should().Throw<ModelResponseException>();
    }

    [Fact]
    public void Parse_Null_IsAnArgumentError()
    {
        var parse = () => IntentResult.Parse((string)null!);

        parse.Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void ToJson_ThenParse_IsTheSame()
    {
        Sample.ToJson().Should().StartWith(
            """{"intent":"order_status","confidence":0.97,"alternatives":[{"intent":"refund","confidence":0.02},""");
        IntentResult.Parse(Sample.ToJson()).Should().Be(Sample);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.001)]
    [InlineData(1.001)]
    [InlineData(double.PositiveInfinity)]
    public void Constructor_ConfidenceOutOfRange_IsRefused(double confidence)
    {
        Action[] makers =
        [
            () => _ = new IntentResult("a", confidence),
            () => _ = new IntentAlternative("a", confidence),
            () => _ = Sample with { Confidence = confidence },
            () => _ = Sample.Alternatives[0] with { Confidence = confidence },
        ];

        makers.Should().AllSatisfy(make => make.Should().Throw<ArgumentOutOfRangeException>().WithParameterName("Confidence"));
    }

    [Fact]
    public void Equals_AlternativesInAnotherOrder_AreDifferent() =>
        (Sample with { Alternatives = [.. Sample.Alternatives.Reverse()] }).Should().NotBe(Sample);
}
