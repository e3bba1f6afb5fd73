using System.Security.Cryptography;

namespace AgentKit.Testing;

/// <summary>Names that nobody else has, and passwords that nobody guesses.</summary>
internal static class RandomText
{
    public static string Suffix() => RandomNumberGenerator.GetHexString(12, lowercase: true);

    public static string Password() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
