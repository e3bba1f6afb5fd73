using AgentKit.Tests.PersonalData;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Operations;

internal sealed class PersonalDataOperations : IStoreOperations
{
    public Type Store => typeof(IPersonalData);

    public Dictionary<string, Operation> Writes { get; } = new()
    {
        ["EraseUserAsync(string, Guid?)"] = InSteps(async stage =>
        {
            await FillAsync(stage);
            var erasureId = Guid.CreateVersion7();
            return async (services, token) => await Data(services).EraseUserAsync(stage.User, stage.User.UserId!, erasureId, token);
        }),
        ["EraseSessionAsync(Guid, Guid?)"] = InSteps(async stage =>
        {
            var session = await FillAsync(stage);
            var erasureId = Guid.CreateVersion7();
            return async (services, token) => await Data(services).EraseSessionAsync(stage.User, session.Id, erasureId, token);
        }),
        ["ImportAsync(Stream)"] = InSteps(async stage =>
        {
            await FillAsync(stage);
            var lines = await stage.Fixture.ExportUserAsync(stage.User, stage.User.UserId!);
            await stage.Get<IPersonalData>().EraseUserAsync(stage.User, stage.User.UserId!);
            return async (services, token) => await Data(services).ImportAsync(stage.Service, PersonalDataFixtureExtensions.FileOf(lines), token);
        }) with
        {
            AnswersTheSame = false,
        },
    };

    private static IPersonalData Data(IServiceProvider services) => services.GetRequiredService<IPersonalData>();

    private static Operation InSteps(Func<Stage, Task<Send>> prepare) => new(prepare) { IsAtomic = false };

    /// <summary>Something in several tables: the session with turns, another one, and what belongs to none.</summary>
    private static async Task<Session> FillAsync(Stage stage)
    {
        await stage.ToolRunAsync();
        await stage.TaskAsync();
        await stage.Get<IEventLog>().AppendManyAsync(stage.User, Tests.Events.EventSamples.Many(3));
        await stage.Get<IPreferenceStore>().UpdateAsync(stage.User, new PreferenceChange { Locale = "es" });
        return await stage.TalkAsync();
    }
}
