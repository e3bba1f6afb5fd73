namespace AgentKit.Tests.Histories.Recording;

/// <summary>The number in the state of a session that its updates count up.</summary>
internal static class SessionCounter
{
    public static int Of(SessionSnapshot snapshot) => snapshot.State.Data["counter"]?.GetValue<int>() ?? 0;
}
