using System.Text;
using System.Text.Json;
using AgentKit.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Infrastructure;

public class JsonGuardTests
{
    private const int MaxBytes = 1_000;

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("""{"a":[1.10,1e400,10000000000000000000000000],"a":{}}""")]
    [InlineData("""["\u00e9","\ud83d\ude00","😀","\\u0000","\\\\ud800","\\\ud83d\ude00\n"]""")]
    public void Check_GoodJson_Passes(string json)
    {
        var text = () => JsonGuard.Check(json, "data", MaxBytes);
        var element = () => JsonGuard.Check(JsonElement.Parse(json), "data", MaxBytes);

        text.Should().NotThrow();
        element.Should().NotThrow();
    }

    [Theory]
    [InlineData("""["s3cret\u0000"]""", "U+0000 at byte 8")]
    [InlineData("""{"s3cret\u0000":1}""", "U+0000 at byte 8")]
    [InlineData("""["\\\u0000"]""", "U+0000 at byte 4")]
    [InlineData("""["s3cret\ud800"]""", "(U+D800) at byte 8")]
    [InlineData("""["s3cret\uDFFF"]""", "(U+DFFF) at byte 8")]
    [InlineData("""["\ud83d\ude00\ude00"]""", "(U+DE00) at byte 14")]
    [InlineData("""["\ud83d\ud83d\ude00"]""", "(U+D83D) at byte 2")]
    [InlineData("""["\ud83d\n"]""", "(U+D83D) at byte 2")]
    [InlineData("""["\ud83dx\ude00"]""", "(U+D83D) at byte 2")]
    [InlineData("""{"\ud83d":"\ude00"}""", "(U+D83D) at byte 2")]
    public void Check_EscapesPostgreSqlCannotHold_AreRefusedWithTheirPositionOnly(string json, string says)
    {
        var text = () => JsonGuard.Check(json, "data", MaxBytes);
        var element = () => JsonGuard.Check(JsonElement.Parse(json), "data", MaxBytes);

        foreach (var check in new[] { text, element })
        {
            check.Should().Throw<ArgumentException>().WithParameterName("data").WithMessage($"*{says}*")
                .Which.Message.Should().NotContain("s3cret");
        }
    }

    [Theory]
    [InlineData("[\"s3cret\0\"]", "U+0000 at position 8")]
    [InlineData("", "not strict JSON at byte 0")]
    [InlineData("s3cret", "not strict JSON at byte 0")]
    [InlineData("[1,]", "not strict JSON at byte 3")]
    [InlineData("[1] // s3cret", "not strict JSON")]
    [InlineData("[1]]", "not strict JSON")]
    [InlineData("[01]", "not strict JSON")]
    [InlineData("[NaN]", "not strict JSON")]
    [InlineData("[\"s3cret\n\"]", "not strict JSON")]
    public void Check_TextThatIsNotJson_IsRefused(string json, string says)
    {
        var check = () => JsonGuard.Check(json, "data", MaxBytes);

        check.Should().Throw<ArgumentException>().WithParameterName("data").WithMessage($"*{says}*")
            .Which.Message.Should().NotContain("s3cret");
    }

    [Fact]
    public void Check_TextWithAnUnpairedSurrogate_IsRefused()
    {
        var check = () => JsonGuard.Check("[\"s3cret\uD800\"]", "data", MaxBytes);

        check.Should().Throw<ArgumentException>().WithMessage("*unpaired surrogate (U+D800) at position 8*")
            .Which.Message.Should().NotContain("s3cret");
    }

    [Theory]
    [InlineData("[1,/* s3cret */2]")]
    [InlineData("[1,]")]
    public void Check_ElementParsedLeniently_IsRefused(string json)
    {
        var lenient = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

        var check = () => JsonGuard.Check(JsonElement.Parse(json, lenient), "data", MaxBytes);

        check.Should().Throw<ArgumentException>().WithMessage("*not strict JSON*").Which.Message.Should().NotContain("s3cret");
    }

    [Fact]
    public void Check_ElementOfInvalidUtf8_IsRefused()
    {
        var element = JsonElement.Parse([(byte)'"', 0xED, 0xA0, 0x80, (byte)'"']);

        var check = () => JsonGuard.Check(element, "data", MaxBytes);

        check.Should().Throw<ArgumentException>().WithMessage("*not valid UTF-8*");
    }

    [Fact]
    public void Check_Undefined_IsRefused()
    {
        var check = () => JsonGuard.Check(default(JsonElement), "data", MaxBytes);

        check.Should().Throw<ArgumentException>().WithParameterName("data").WithMessage("*undefined*");
    }

    [Fact]
    public void Check_NullText_IsRefused()
    {
        var check = () => JsonGuard.Check(null!, "data", MaxBytes);

        check.Should().Throw<ArgumentNullException>().WithParameterName("data");
    }

    [Fact]
    public void Check_Size_IsCountedInBytes()
    {
        var json = $"\"{new string('é', 10)}\"";

        var atTheLimit = () => JsonGuard.Check(json, "data", maxBytes: 22);
        var above = () => JsonGuard.Check(json, "data", maxBytes: 21);
        var elementAbove = () => JsonGuard.Check(JsonElement.Parse(json), "data", maxBytes: 21);

        atTheLimit.Should().NotThrow();
        above.Should().Throw<ArgumentException>().WithMessage("*22 bytes*21 allowed*");
        elementAbove.Should().Throw<ArgumentException>().WithMessage("*22 bytes*21 allowed*");
    }

    [Theory]
    [InlineData(64, 64, true)]
    [InlineData(65, 64, false)]
    [InlineData(2, 2, true)]
    [InlineData(3, 2, false)]
    public void Check_Depth_CountsObjectsAndArrays(int levels, int maxDepth, bool passes)
    {
        var json = new StringBuilder();
        json.Insert(0, "{\"a\":[", levels / 2).Append(levels % 2 == 0 ? "" : "[]").Insert(json.Length, "]}", levels / 2);

        var check = () => JsonGuard.Check(json.ToString(), "data", MaxBytes, maxDepth);

        if (passes)
        {
            check.Should().NotThrow();
        }
        else
        {
            check.Should().Throw<ArgumentException>().WithMessage($"*deeper than the {maxDepth} levels*");
        }
    }

    [Theory]
    [InlineData("1e131071", true)]
    [InlineData("1e131072", false)]
    [InlineData("-1E+131071", true)]
    [InlineData("12e131071", false)]
    [InlineData("1e-16383", true)]
    [InlineData("1e-16384", false)]
    [InlineData("1.0e-16383", false)]
    [InlineData("-0.5", true)]
    [InlineData("1e99999999999", false)]
    [InlineData("1e-99999999999", false)]
    public void Check_ForJsonb_RefusesNumbersThatNumericCannotHold(string number, bool fits)
    {
        var verbatim = () => JsonGuard.Check($"[{number}]", "data", MaxBytes);
        var jsonb = () => JsonGuard.Check($"[{number}]", "data", MaxBytes, forJsonb: true);

        verbatim.Should().NotThrow();
        if (fits)
        {
            jsonb.Should().NotThrow();
        }
        else
        {
            jsonb.Should().Throw<ArgumentException>().WithMessage("*numeric at byte 1*");
        }
    }
}
