namespace AgentKit.Extensions.AI;

/// <summary>An exception as the error of a run.</summary>
internal static class RunFailure
{
    private const int MaxTypeLength = 200;
    private const int MaxMessageLength = 4_000;

    public static RunError Of(Exception exception)
    {
        var type = exception.GetType();
        var name = type.FullName ?? type.Name;
        var message = StorableText.Fit(exception.Message);
        return new RunError(
            name.Length > MaxTypeLength ? type.Name[..Math.Min(type.Name.Length, MaxTypeLength)] : name,
            message.Length > MaxMessageLength ? StorableText.Fit(message[..MaxMessageLength]) : message);
    }
}
