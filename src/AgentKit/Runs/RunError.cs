namespace AgentKit;

/// <summary>What went wrong in a run.</summary>
/// <param name="Type">A name to count by, such as the exception's; 1 to 200 characters.</param>
/// <param name="Message">For people; at most 4,000 characters, longer ones are cut. It is kept as given: it should hold no secrets.</param>
public sealed record RunError(string Type, string? Message = null)
{
    /// <summary>For a run whose worker is gone, and that is given up rather than taken over.</summary>
    public const string Abandoned = "abandoned";

    /// <summary>The type of a run that was called off with a reason, which is the message.</summary>
    public const string Canceled = "canceled";
}
