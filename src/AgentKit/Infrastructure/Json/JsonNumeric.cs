using System.Buffers.Text;

namespace AgentKit.Infrastructure;

/// <summary>
/// Tells whether <c>jsonb</c>, which keeps numbers as numeric, can hold a number of JSON: up to 131,072 digits before the decimal
/// point and 16,383 after it. <c>json</c> keeps the spelling and has no such limit.
/// </summary>
internal static class JsonNumeric
{
    private const long MaxIntegerDigits = 131_072;

    private const long MaxFractionDigits = 16_383;

    /// <summary>
    /// Takes the token of a valid number. Zeros count as digits, so a few odd spellings (0.01e131073) are refused in vain.
    /// </summary>
    internal static bool Fits(ReadOnlySpan<byte> number)
    {
        var exponentAt = number.IndexOfAny((byte)'e', (byte)'E');
        var mantissa = exponentAt < 0 ? number : number[..exponentAt];
        if (!TryReadExponent(exponentAt < 0 ? [] : number[(exponentAt + 1)..], out var exponent))
        {
            return false;
        }

        var unsigned = mantissa[0] == '-' ? mantissa[1..] : mantissa;
        var point = unsigned.IndexOf((byte)'.');
        var integerDigits = point < 0 ? unsigned.Length : point;
        var fractionDigits = point < 0 ? 0 : unsigned.Length - point - 1;
        return integerDigits + exponent <= MaxIntegerDigits && fractionDigits - exponent <= MaxFractionDigits;
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> digits, out int exponent)
    {
        exponent = 0;
        if (digits.IsEmpty)
        {
            return true;
        }

        var unsigned = digits[0] == '+' ? digits[1..] : digits;
        return Utf8Parser.TryParse(unsigned, out exponent, out var consumed) && consumed == unsigned.Length;
    }
}
