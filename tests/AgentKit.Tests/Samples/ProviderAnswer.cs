namespace AgentKit.Tests.Samples;

/// <summary>What a provider answers.</summary>
/// <param name="Body">Server-sent events, or the JSON of an error.</param>
/// <param name="Status">200, or that of an error.</param>
/// <param name="IsCut">Whether the connection ends in the middle of it, as those of overloaded providers do.</param>
internal sealed record ProviderAnswer(string Body, int Status = 200, bool IsCut = false)
{
    public static implicit operator ProviderAnswer(string body) => new(body);
}
