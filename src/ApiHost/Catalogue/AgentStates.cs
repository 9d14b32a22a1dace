using OrleansChat.ApiHost.Answers;
using OrleansChat.Domain.Users;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Catalogue;

/// <summary>The states that an agent's channel can have, and the operation that leads to each (contract row 40). The same for everybody.</summary>
internal static class AgentStates
{
    public const string Path = "/settings/agent-states";

    private static readonly AgentState[] InOrder = [AgentState.Ready, AgentState.NotReady, AgentState.Offline];

    /// <summary>The whole objects unless <c>fields</c> names some; any field filters.</summary>
    public static Reply Get(IQueryCollection query)
    {
        var states = InOrder.Select(Words).Where(words => Filter.Takes(query, words)).ToList();
        var fields = query["fields"].ToString() is { Length: > 0 } list ? Fields.Named(list) : Fields.All;
        return Reply.With(json =>
        {
            json.WriteStartArray("settings");
            foreach (var state in states)
            {
                json.WriteStartObject();
                foreach (var (name, value) in state.Where(word => fields.Has(word.Name)))
                {
                    json.WriteString(name, value);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static (string Name, string? Value)[] Words(AgentState state)
    {
        var (id, displayName, word) = ChannelJson.StateOf(state);
        return [("id", id), ("displayName", displayName), ("state", word), ("operationName", state.ToString())];
    }
}
