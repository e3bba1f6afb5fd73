using System.ClientModel;
using AgentKit.ChatApi.Surveys;
using Anthropic;
using Anthropic.Core;
using Microsoft.Extensions.AI;
using OpenAI;

namespace AgentKit.ChatApi.Model;

/// <summary>
/// Which model answers: Anthropic's or OpenAI's where there is a key for one, a script otherwise. Each setting is an environment variable or
/// an argument, as everywhere in ASP.NET.
/// </summary>
/// <param name="Name">What the provider calls it.</param>
/// <param name="Description">For people.</param>
/// <param name="CreateClient">Makes the client that the runner calls.</param>
internal sealed record ChatModel(string Name, string Description, Func<IServiceProvider, IChatClient> CreateClient)
{
    private const string DefaultOfAnthropic = "claude-sonnet-5-5";
    private const string DefaultOfOpenAI = "gpt-5.1";

    /// <exception cref="FormatException">An address is none.</exception>
    public static ChatModel Choose(IConfiguration configuration)
    {
        if (Setting("ANTHROPIC_API_KEY") is { } anthropicKey)
        {
            var name = Setting("ANTHROPIC_MODEL") ?? DefaultOfAnthropic;
            var options = new ClientOptions { ApiKey = anthropicKey };
            options = Address("ANTHROPIC_BASE_URL") is { } address ? options with { BaseUrl = address.OriginalString } : options;
            return new ChatModel(name, $"{name} of Anthropic", _ => new AnthropicClient(options).AsIChatClient(name));
        }

        if (Setting("OPENAI_API_KEY") is { } openAIKey)
        {
            var name = Setting("OPENAI_MODEL") ?? DefaultOfOpenAI;
            var options = new OpenAIClientOptions();
            options.Endpoint = Address("OPENAI_BASE_URL") ?? options.Endpoint;
            return new ChatModel(
                name, $"{name} of OpenAI", _ => new OpenAIChatClient(new OpenAIClient(new ApiKeyCredential(openAIKey), options), name));
        }

        return new ChatModel(
            ScriptedModel.Name,
            "a script; ANTHROPIC_API_KEY or OPENAI_API_KEY choose a real one",
            services => new ScriptedModel(services.GetRequiredService<SurveyCatalog>(), services.GetRequiredService<TimeProvider>()));

        Uri? Address(string key) => Setting(key) is not { } text ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
            : throw new FormatException($"{key} is not an address: write it as \"https://<server>/<path>\".");

        string? Setting(string key) => configuration[key] is { Length: > 0 } value ? value : null;
    }
}
