using AgentKit.Extensions.AI;
using AgentKit.SurveyAssistant.Model;
using AgentKit.SurveyAssistant.Surveys;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.SurveyAssistant.Hosting;

/// <summary>An application with one agent, one tool and a model.</summary>
internal static class SurveyApp
{
    public const string Agent = "survey-assistant";

    public static ServiceProvider Start(string connectionString)
    {
        var services = new ServiceCollection();
        AddTo(services, connectionString);
        return services.BuildServiceProvider();
    }

    public static void AddTo(IServiceCollection services, string connectionString)
    {
        services.AddSingleton<SurveyCatalog>();
        services.AddSingleton<SurveyTools>();
        services.AddSingleton<IChatClient, ScriptedModel>(); // a real model goes here
        services
            .AddAgentKit(options =>
            {
                options.ConnectionString = connectionString;
                options.MigrateAtStart = true;
            })
            .AddAgent(new AgentDefinition(Agent, "Survey assistant")
            {
                Instructions = "You tell people how surveys are going. Use the tool; never guess a figure.",
                Model = "scripted-1",
                Tools = [SurveyTools.GetSurveyProgress],
                TokenBudget = 100_000,
            })
            .AddTool<SurveyTools>(tools => tools.GetProgress, SurveyTools.GetSurveyProgress, risk: ToolRisk.ReadOnly)
            .AddAgentRunner();
    }
}
