using System.Globalization;

namespace AgentKit.Tests.Infrastructure;

/// <summary>Where chance begins: somewhere else each time, or where <c>AGENTKIT_SEED</c> says, which repeats what a failure has named.</summary>
internal static class RandomSeed
{
    public const string Variable = "AGENTKIT_SEED";

    public static int Next() =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : Random.Shared.Next();
}
