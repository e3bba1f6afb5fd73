namespace AgentKit.Extensions.AI;

/// <summary>An exception as the error of a run.</summary>
internal static class RunFailure
{
    private const int MaxTypeLength = 200;

    public static RunError Of(Exception exception)
    {
        var type = exception.GetType();
        var name = type.FullName ?? type.Name;
        return new RunError(
            name.Length > MaxTypeLength ? type.Name[..Math.Min(type.Name.Length, MaxTypeLength)] : name,
            StorableText.Fit(exception.Message));
    }
}
