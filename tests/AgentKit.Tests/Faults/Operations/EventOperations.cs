using AgentKit.Tests.Events;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Operations;

internal sealed class EventOperations : IStoreOperations
{
    public Type Store => typeof(IEventLog);

    public Dictionary<string, Operation> Writes { get; } = new()
    {
        ["AppendAsync(NewEvent)"] = new(stage =>
        {
            var one = EventSamples.New();
            return async (services, token) => await Log(services).AppendAsync(stage.User, one, token);
        }),
        ["AppendManyAsync(IReadOnlyList<NewEvent>)"] = new(stage =>
        {
            var many = EventSamples.Many(10);
            return async (services, token) => await Log(services).AppendManyAsync(stage.User, many, token);
        })
        {
            AnswersTheSame = false,
        },
        ["DeleteOlderThanAsync(DateTimeOffset, int)"] = new(async stage =>
        {
            await stage.Get<IEventLog>().AppendManyAsync(stage.User, EventSamples.Many(5));
            return async (services, token) =>
                await Log(services).DeleteOlderThanAsync(stage.Service, EventSamples.Noon.AddMinutes(3), batchSize: 2, token);
        })
        {
            AnswersTheSame = false,
            IsAtomic = false,
        },
    };

    private static IEventLog Log(IServiceProvider services) => services.GetRequiredService<IEventLog>();
}
