using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace AgentKit.Extensions.AI;

/// <summary>How many tokens something has at most, where nobody knows the model's tokenizer.</summary>
internal static class TokenEstimate
{
    /// <summary>English has about four bytes a token, JSON and other scripts have fewer.</summary>
    private const int BytesPerToken = 3;

    public static long Of(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        var bytes = messages.SelectMany(message => message.Contents).Sum(BytesOf) + Encoding.UTF8.GetByteCount(options.Instructions ?? "");
        foreach (var tool in (options.Tools ?? []).OfType<AIFunctionDeclaration>())
        {
            bytes += tool.Name.Length + tool.Description.Length + tool.JsonSchema.GetRawText().Length;
        }

        return (bytes / BytesPerToken) + 1;
    }

    /// <summary>What a reply has consumed that did not come to its end, and so to its count.</summary>
    public static UsageDetails Of(long promptTokens, ChatResponse received)
    {
        var replyTokens = Of([.. received.Messages], new ChatOptions());
        return new() { InputTokenCount = promptTokens, OutputTokenCount = replyTokens, TotalTokenCount = promptTokens + replyTokens };
    }

    private static long BytesOf(AIContent content) => content switch
    {
        TextContent text => Encoding.UTF8.GetByteCount(text.Text),

        // Images and the like are not billed by their bytes; as many tokens as a large image has.
        DataContent or UriContent or HostedFileContent => 1_500 * BytesPerToken,
        _ => JsonSerializer.SerializeToUtf8Bytes(
            ContentWriter.Write(content, ContentJsonOptions.Default), BlockJsonContext.Default.ContentBlock).Length,
    };
}
