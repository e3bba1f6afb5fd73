namespace AgentKit.Tests.Guards.Docs;

/// <summary>What a snippet may take for granted. It is C# that is compiled with it, and never run.</summary>
internal static class SnippetContext
{
    /// <summary>What the SDK puts into every file of a program (<c>ImplicitUsings</c>).</summary>
    public const string ImplicitUsings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>The variables that the text around a snippet has introduced; a snippet may declare its own of the same name.</summary>
    public const string Variables =
        """
        #nullable enable
        global using AgentKit;
        global using AgentKit.Extensions.AI;
        global using Microsoft.Extensions.AI;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using static Surroundings;

        internal static class Surroundings
        {
            public static IServiceCollection services = null!;
            public static IServiceProvider provider = null!;
            public static IConfiguration configuration = null!;
            public static IChatClient chatClient = null!;
            public static AgentRunner runner = null!;
            public static ISessionStore sessions = null!;
            public static IAgentRegistry agents = null!;
            public static IToolRunLog toolRuns = null!;
            public static IPreferenceStore preferences = null!;
            public static IApprovalPolicy approvals = null!;
            public static IEventLog events = null!;
            public static IEventBuffer eventBuffer = null!;
            public static IChangeFeed changes = null!;
            public static ITaskStore tasks = null!;
            public static IRunStore runs = null!;
            public static IBudgetStore budgets = null!;
            public static IPersonalData personalData = null!;
            public static IRetention retention = null!;
            public static IWorkflowFiles workflowFiles = null!;
            public static IAccessLog accessLog = null!;
            public static IMigrator migrator = null!;
            public static AgentScope scope = null!;
            public static Session session = null!;
            public static CancellationToken cancellationToken = default;
        }
        """;
}
