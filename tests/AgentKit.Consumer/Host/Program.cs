using AgentKit;
using Consumer;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services
    .AddAgentKit(options =>
    {
        options.MigrateAtStart = true;
        options.SerializerOptions = ToolJson.Default.Options;
    })
    .AddAgent(new AgentDefinition("support", "Support") { Tools = ["find_order"] });
builder.Services.AddSingleton<IChatClient, ScriptedChatClient>();

using var host = builder.Build();
await host.StartAsync();
await FirstCommit.RunAsync(host.Services);
await RememberedChat.RunAsync(host.Services);
await host.StopAsync();
Console.WriteLine($"{Check.Count} checks passed");
