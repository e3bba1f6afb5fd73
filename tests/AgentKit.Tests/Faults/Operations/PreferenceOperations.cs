using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Operations;

internal sealed class PreferenceOperations : IStoreOperations
{
    public Type Store => typeof(IPreferenceStore);

    public Dictionary<string, Operation> Writes { get; } = new()
    {
        ["UpdateAsync(PreferenceChange, string)"] = new(stage =>
        {
            var change = new PreferenceChange { Locale = "es", Metadata = { ["a"] = 1 } };
            return async (services, token) => await Preferences(services).UpdateAsync(stage.User, change, cancellationToken: token);
        }),
        ["ResetAsync(string)"] = new(async stage =>
        {
            await stage.Get<IPreferenceStore>().UpdateAsync(stage.User, new PreferenceChange { Locale = "es" });
            return async (services, token) => await Preferences(services).ResetAsync(stage.User, cancellationToken: token);
        }),
        ["UpdateDefaultsAsync(PreferenceChange)"] = new(stage =>
        {
            var change = new PreferenceChange { Locale = "es", Metadata = { ["a"] = 1 } };
            return async (services, token) => await Preferences(services).UpdateDefaultsAsync(stage.Service, change, token);
        }),
    };

    private static IPreferenceStore Preferences(IServiceProvider services) => services.GetRequiredService<IPreferenceStore>();
}
