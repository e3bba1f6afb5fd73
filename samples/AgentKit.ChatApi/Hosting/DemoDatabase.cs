namespace AgentKit.ChatApi.Hosting;

/// <summary>Whether the sample has to bring its own PostgreSQL.</summary>
internal static class DemoDatabase
{
    /// <summary>AgentKit itself looks at the same two places.</summary>
    public static bool IsNeeded(string[] args)
    {
        var configuration = ChatApp.CreateBuilder(args).Configuration;
        return string.IsNullOrWhiteSpace(configuration.GetConnectionString("AgentKit"))
            && string.IsNullOrWhiteSpace(configuration[AgentKitOptions.ConnectionStringVariable]);
    }
}
