using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AgentKit.ChatApi.Approvals;
using AgentKit.ChatApi.Chat;
using AgentKit.ChatApi.Errors;
using AgentKit.ChatApi.Identity;
using AgentKit.ChatApi.Model;
using AgentKit.ChatApi.Sessions;
using AgentKit.ChatApi.Surveys;
using AgentKit.Extensions.AI;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.AI;

namespace AgentKit.ChatApi.Hosting;

/// <summary>The application: one agent, two tools, a model, people who sign in, and the endpoints that they use.</summary>
internal static class ChatApp
{
    public const string Agent = "survey-assistant";

    private const int MaxBodyBytes = 64 * 1024;

    /// <summary>Makes the application; the caller starts and disposes it.</summary>
    /// <param name="args">Settings, such as <c>--urls http://127.0.0.1:5080</c>.</param>
    /// <param name="connectionString">The database; <see langword="null"/> for the one that is configured.</param>
    /// <param name="configure">Replaces services, for tests.</param>
    public static WebApplication Create(string[] args, string? connectionString = null, Action<IServiceCollection>? configure = null)
    {
        var builder = CreateBuilder(args);
        AddAgent(builder.Services, ChatModel.Choose(builder.Configuration), connectionString);
        AddWeb(builder);
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages(Problems.AnswerStatusAsync);
        app.UseAuthentication();
        app.UseAuthorization();

        var api = app.MapGroup("/api/ai").RequireAuthorization().WithMetadata(new RequestSizeLimitAttribute(MaxBodyBytes));
        api.MapChat();
        api.MapSessions();
        api.MapApprovals();
        return app;
    }

    /// <summary>The settings lie beside the program, wherever it is started from.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

    private static void AddAgent(IServiceCollection services, ChatModel model, string? connectionString)
    {
        services.AddSingleton<SurveyCatalog>();
        services.AddSingleton<SurveyTools>();
        services.AddSingleton<IApprovalPolicy, AskBeforeChanges>();
        services.AddSingleton(model);
        services.AddSingleton(model.CreateClient);
        services
            .AddAgentKit(options =>
            {
                options.ConnectionString = connectionString;
                options.MigrateAtStart = true;
            })
            .AddAgent(new AgentDefinition(Agent, "Survey assistant")
            {
                Instructions = "You tell people how surveys are going. Use the tools; never guess a figure. Be brief.",
                Model = model.Name,
                Tools = [SurveyTools.GetSurveyProgress, SurveyTools.SendReminders],
                TokenBudget = 100_000, // of one session
            })
            .AddTool<SurveyTools>(tools => tools.GetProgress, SurveyTools.GetSurveyProgress, risk: ToolRisk.ReadOnly)
            .AddTool<SurveyTools>(tools => tools.Remind, SurveyTools.SendReminders, risk: ToolRisk.High)
            .AddAgentRunner(options => options.ChatClient = (provider, _) => new ModelFailures(provider.GetRequiredService<IChatClient>()));
    }

    private static void AddWeb(WebApplicationBuilder builder)
    {
        builder.Services.AddIdentity(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton<ChatStream>();
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ProblemHandler>();
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true); // to ProblemHandler
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            options.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // never put into HTML
        });
    }
}
