using System.Text.RegularExpressions;
using AgentKit.Infrastructure;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Infrastructure;

public class TextGuardTests
{
    [Theory]
    [InlineData("a")]
    [InlineData(" a ")]
    [InlineData("😀")]
    [InlineData("e\u0301 مرحبا \uFFFF")]
    public void Require_GoodText_IsReturned(string value)
    {
        TextGuard.Require(value, 20, "id").Should().BeSameAs(value);
        TextGuard.Optional(value, 20, "id").Should().BeSameAs(value);
        TextGuard.Text(value, 20, "id").Should().BeSameAs(value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("\u00A0")]
    public void Require_BlankText_IsRefused(string value)
    {
        var require = () => TextGuard.Require(value, 20, "id");
        var optional = () => TextGuard.Optional(value, 20, "id");

        require.Should().Throw<ArgumentException>().WithParameterName("id");
        optional.Should().Throw<ArgumentException>().WithParameterName("id");
        TextGuard.Text(value, 20, "id").Should().Be(value);
    }

    [Fact]
    public void Require_Null_IsRefusedAndOptionalIsNot()
    {
        var require = () => TextGuard.Require(null, 20, "id");
        var text = () => TextGuard.Text(null, 20, "id");

        require.Should().Throw<ArgumentNullException>().WithParameterName("id");
        text.Should().Throw<ArgumentNullException>().WithParameterName("id");
        TextGuard.Optional(null, 20, "id").Should().BeNull();
    }

    [Fact]
    public void Require_OneTooLong_NamesBothNumbers()
    {
        var require = () => TextGuard.Require(new string('x', 201), 200, "id");

        TextGuard.Require(new string('x', 200), 200, "id").Should().HaveLength(200);
        require.Should().Throw<ArgumentException>().WithParameterName("id").WithMessage("*201*200*");
    }

    [Theory]
    [InlineData(@"s3cret\u0000", "U+0000 at position 6")]
    [InlineData(@"\u0000", "U+0000 at position 0")]
    [InlineData(@"s3cret\uD83D", "(U+D83D) at position 6")]
    [InlineData(@"\uDE00s3cret", "(U+DE00) at position 0")]
    [InlineData(@"\uDE00\uD83D", "(U+DE00) at position 0")]
    [InlineData(@"\uD83D\uD83D\uDE00", "(U+D83D) at position 0")]
    [InlineData(@"😀s3cret\uD83Dx", "(U+D83D) at position 8")]
    [InlineData(@"😀😀\uDE00", "(U+DE00) at position 4")]
    public void Text_WhatPostgreSqlCannotHold_IsRefusedWithItsPositionOnly(string escaped, string says)
    {
        // Attributes are stored as UTF-8, which has no unpaired surrogates either.
        var value = Regex.Unescape(escaped);
        Action[] guards =
        [
            () => TextGuard.Require("a" + value, 20, "id"),
            () => TextGuard.Optional("a" + value, 20, "id"),
            () => TextGuard.Text("a" + value, 20, "id"),
        ];

        TextGuard.FindProblem(value).Should().Contain(says);
        guards.Should().AllSatisfy(guard => guard.Should().Throw<ArgumentException>().WithParameterName("id")
            .Which.Message.Should().NotContain("s3cret"));
    }
}
