using AgentKit.Cli;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Cli;

/// <summary>How texts, numbers and times are fitted to a terminal.</summary>
public sealed class TextTests
{
    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("注文です", 8, "注文です")]
    [InlineData("注文です", 7, "注文で…")]
    [InlineData("注文です", 6, "注文…")]
    [InlineData("ab👩‍👩‍👧cd", 3, "ab…")]
    [InlineData("abc", 1, "…")]
    [InlineData("abc", 0, "")]
    [InlineData("", 0, "")]
    public void Cut_Text_TakesWholeElements(string text, int width, string expected) => Cell.Cut(text, width).Should().Be(expected);

    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one two three", 8, "one two|three")]
    [InlineData("onetwothree", 4, "onet|woth|ree")]
    [InlineData("a\n\nb  \r\nc", 10, "a||b|c")]
    [InlineData("  indented text", 10, "  indented|text")]
    [InlineData("注文は", 4, "注文|は")]
    [InlineData("注", 1, "注")]
    [InlineData("", 5, "")]
    public void Lines_OfAText_BreakBetweenWords(string text, int width, string expected) =>
        string.Join('|', Wrap.Lines(text, width)).Should().Be(expected);

    [Theory]
    [InlineData(0.4, "<1ms")]
    [InlineData(340, "340ms")]
    [InlineData(1_250, "1.3s")]
    [InlineData(61_000, "1m01s")]
    [InlineData(3_660_000, "1h01m")]
    [InlineData(259_200_000, "3d")]
    public void Duration_AnyLength_IsShort(double milliseconds, string expected) =>
        Words.Duration(TimeSpan.FromMilliseconds(milliseconds)).Should().Be(expected);

    [Theory]
    [InlineData("0", "")]
    [InlineData("0.0061", "0.0061")]
    [InlineData("0.00000012", "0.00000012")]
    [InlineData("12.5", "12.5000")]
    public void Cost_AnyAmount_IsSeen(string cost, string expected) =>
        Words.Cost(decimal.Parse(cost, System.Globalization.CultureInfo.InvariantCulture)).Should().Be(expected);

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(1_234, "1.2 kB")]
    [InlineData(12_345_678, "12.3 MB")]
    public void Size_OfBytes_IsShort(long bytes, string expected) => Words.Size(bytes).Should().Be(expected);

    [Fact]
    public void Lines_OfAVeryLongWord_AreAllThere()
    {
        var word = string.Concat(Enumerable.Repeat("0123456789", 100_000));

        var lines = Wrap.Lines(word, 76);

        lines.SkipLast(1).Should().OnlyContain(line => line.Length == 76);
        string.Concat(lines).Should().Be(word);
    }

    [Fact]
    public void Line_OfAnyText_IsOneLineThatMovesNoCursor() =>
        Words.Line("a\r\n b\t\u001b[31mc\u0007 \u009b2J").Should().Be("a b \uFFFD[31mc\uFFFD \uFFFD2J");

    [Theory]
    [InlineData("pay \u202E00.1\u202C", "pay \uFFFD00.1\uFFFD")]
    [InlineData("\u2066a\u2069 \u200Eb\u200F", "\uFFFDa\uFFFD \uFFFDb\uFFFD")]
    [InlineData("a\u200Bb\uFEFFc\u00ADd", "a\uFFFDb\uFFFDc\uFFFDd")]
    [InlineData("a\u2028b\u2029c", "a\uFFFDb\uFFFDc")]
    [InlineData("a\U000E0041b", "a\uFFFDb")]
    [InlineData("👩‍👩‍👧 می‌خواهم\n\té", "👩‍👩‍👧 می‌خواهم\n\té")]
    public void Printable_OfATextThatIsNotAsItLooks_ShowsIt(string text, string expected) => Words.Printable(text).Should().Be(expected);
}
