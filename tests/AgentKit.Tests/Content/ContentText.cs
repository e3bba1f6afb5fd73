namespace AgentKit.Tests.Content;

/// <summary>What is stored of contents, as text.</summary>
internal static class ContentText
{
    public static string Of(IReadOnlyList<ContentBlock> blocks)
    {
        using var json = ContentJson.Serialize(blocks);
        return json.ToString();
    }

    /// <summary>The same of contents that are checked first.</summary>
    public static string Of(IReadOnlyList<ContentBlock> blocks, int maxBytes, string paramName)
    {
        using var json = ContentGuard.Serialize(blocks, maxBytes, paramName);
        return json.ToString();
    }
}
