using AgentKit.Tests.ExtensionsAI;

namespace AgentKit.Tests.Isolation.Attempts;

/// <summary>What is refused must not have asked the model either: it would have sent it the history, and cost money.</summary>
internal static class ModelAttempt
{
    public static async Task<object?> TryAsync(ScriptedChatClient model, Func<Task<object?>> attempt)
    {
        model.Answers("stolen");
        try
        {
            return await attempt() ?? (model.Calls.Count > 0 ? "the model was asked" : null);
        }
        catch (AgentKitException) when (model.Calls.Count > 0)
        {
            return "the model was asked";
        }
    }
}
