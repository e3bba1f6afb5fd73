using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentKit.Extensions.AI;

/// <summary>
/// What a model is told where a tool does not answer for itself. Exceptions are named, and quoted only where a tool means to be.
/// </summary>
internal static class ToolTexts
{
    public const string Unreadable = "The arguments of the call are not a JSON object that can be read. Nothing was called.";

    public const string TooLarge = "The arguments of the call are too large. Nothing was called.";

    public const string Interrupted = "The call was interrupted while it ran. Whether it had an effect is not known; it was not made again.";

    public const string BrokeOff = "The reply that asks for the call was interrupted before its end. Nothing was called.";

    public const string Canceled = "The call was called off.";

    public const string Limit = "The call was not made: the limit of this run is reached.";

    public static string Unknown(string name) => $"There is no tool '{name}' that may be used. Nothing was called.";

    public static string Failed(Exception exception) => exception switch
    {
        ToolFailedException failed => failed.Message,
        JsonException or ArgumentException => $"The arguments do not fit the tool ({exception.GetType().Name}).",
        _ => $"The tool failed ({exception.GetType().Name}).",
    };

    public static string Rejected(ApprovalDecision? decision) =>
        decision?.Comment is { Length: > 0 } comment ? $"A person has refused the call: {comment}" : "A person has refused the call.";

    public static ToolResultBlock Error(OpenCall call, string text) =>
        new(call.Use.Id, JsonSerializer.SerializeToElement(text, ContentJsonOptions.Default), IsError: true);

    /// <summary>Not an error: the model is to say what it would do.</summary>
    public static ToolResultBlock Suggested(OpenCall call) => new(
        call.Use.Id,
        JsonSerializer.SerializeToElement(
            new JsonObject
            {
                ["status"] = "not_called",
                ["reason"] = "The person lets agents suggest only. Say what you would do with this tool, and why.",
            },
            ContentJsonOptions.Default));
}
