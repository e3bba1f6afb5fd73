namespace AgentKit.Approvals.Working;

/// <summary>Why a step has failed, for people. Tools throw what they like, and PostgreSQL does not hold every text.</summary>
internal static class StepFailure
{
    private const string Replacement = "\uFFFD";

    /// <summary>The message of the exception, or its type where it says nothing; U+0000 and halves of characters become U+FFFD.</summary>
    public static string ReasonOf(Exception exception)
    {
        if (string.IsNullOrWhiteSpace(exception.Message))
        {
            return exception.GetType().Name;
        }

        // The runes of a text hold U+FFFD already where half of a character stood.
        return string.Concat(exception.Message.EnumerateRunes().Select(rune => rune.Value == 0 ? Replacement : rune.ToString()));
    }
}
