using System.Collections;
using System.Reflection;
using AgentKit.Tests.Guards;
using AgentKit.Tests.Isolation;

namespace AgentKit.Tests.BadInput;

/// <summary>A method of a public contract, and the places in which values can be handed to it.</summary>
internal sealed record StoreMethod(MethodInfo Method)
{
    /// <summary>Every method of every public interface.</summary>
    public static IReadOnlyList<StoreMethod> All { get; } =
    [
        .. LibraryAssemblies.PublicTypes
            .Where(type => type.IsInterface)
            .SelectMany(type => type.GetMethods())
            .Select(method => new StoreMethod(Closed(method))),
    ];

    public Type Contract => Method.DeclaringType!;

    public string Name { get; } = $"{Method.DeclaringType!.Name}.{ScopedMembers.SignatureOf(Method)}";

    public ParameterInfo[] Parameters { get; } = Method.GetParameters();

    /// <summary>Whether it can be cancelled, and so goes to the database, if anything.</summary>
    public bool TakesAToken => Parameters.LastOrDefault()?.ParameterType == typeof(CancellationToken);

    /// <summary>The places in these arguments; what is not there has none, so that samples are to be complete.</summary>
    public IEnumerable<Place> PlacesIn(object?[] arguments)
    {
        for (var i = 0; i < Parameters.Length; i++)
        {
            var parameter = Parameters[i];
            if (parameter.ParameterType != typeof(CancellationToken))
            {
                var place = new Place($"{Contract.Name}.{Method.Name}.{parameter.Name}", parameter.ParameterType, i, []);
                foreach (var found in Within(place, arguments[i]).Where(found => !IsDecided(found)))
                {
                    yield return found;
                }
            }
        }
    }

    public override string ToString() => Name;

    /// <summary>What an unversioned commit may not set at all.</summary>
    private bool IsDecided(Place place) =>
        Method.Name == nameof(ISessionStore.AppendAsync)
        && place.Key is "SessionCommit.Phase" or "SessionCommit.AgentId" or "SessionCommit.RewindTo" or "SessionCommit.Summary";

    private static IEnumerable<Place> Within(Place place, object? value)
    {
        yield return place;
        if (value is null)
        {
            yield break;
        }

        if (RecordShape.IsMadeByCallers(value.GetType()))
        {
            foreach (var property in RecordShape.PropertiesOf(value.GetType()))
            {
                var inner = new Place($"{property.DeclaringType!.Name}.{property.Name}", property.PropertyType, place.Argument, [.. place.Path, property]);
                foreach (var found in Within(inner, property.GetValue(value)))
                {
                    yield return found;
                }
            }
        }
        else if (RecordShape.ItemOf(value.GetType()) is { } item)
        {
            // One of each kind: the blocks of a turn.
            foreach (var (i, first) in ((IEnumerable)value).Cast<object>().Index().DistinctBy(entry => entry.Item.GetType()))
            {
                var inner = new Place($"{place.Key}[]", item, place.Argument, [.. place.Path, i]);
                foreach (var found in Within(inner, first).Skip(item == typeof(string) ? 0 : 1))
                {
                    yield return found;
                }
            }
        }
    }

    private static MethodInfo Closed(MethodInfo method) =>
        method.IsGenericMethodDefinition
            ? method.MakeGenericMethod([.. method.GetGenericArguments().Select(_ => typeof(string))])
            : method;
}
