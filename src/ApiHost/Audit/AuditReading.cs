using System.Text.Json;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Logins;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Audit;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Audit;

/// <summary>The audit records of the caller's contact centre, page by page.</summary>
internal sealed class AuditReading(IGrainFactory grains, IPeople people, Timestamps timestamps)
{
    /// <summary>Checks in the order of decision 20: a bad value 2, then the role 5. What is asked for without being there is an empty list.</summary>
    public async Task<Reply> GetAsync(IQueryCollection parameters, Login caller)
    {
        if (AuditParameters.Read(parameters) is not { } query)
        {
            return AuditParameters.Bad;
        }

        if (!caller.Person.Roles.HasFlag(Roles.Admin))
        {
            return Reply.No(WireStatus.NoPermission, "The admin role is required.");
        }

        var page = await grains.GetGrain<IAuditGrain>(caller.Person.ContactCenterId).ReadAsync(query);
        return Reply.With(json => Write(json, page.Records, isFull: page.Records.Length == query.RecordsMax));
    }

    private void Write(Utf8JsonWriter json, ImmutableArray<AuditRecordInfo> records, bool isFull)
    {
        json.WriteStartArray("records");
        foreach (var record in records)
        {
            Write(json, record);
        }

        json.WriteEndArray();
        if (isFull)
        {
            json.WriteNumber("next", records[^1].Number);
        }
    }

    private void Write(Utf8JsonWriter json, AuditRecordInfo record)
    {
        json.WriteStartObject();
        json.WriteNumber("number", record.Number);
        json.WriteString("act", record.Act.ToString());
        WriteUser(json, "supervisor", record.SupervisorId, record.SupervisorName);
        WriteUser(json, "agent", record.AgentId, people.Current.ById(record.AgentId)?.UserName);
        if (record.ChatId.Length > 0)
        {
            json.WriteString("chatId", record.ChatId);
        }

        if (record.Mode is { } mode)
        {
            json.WriteString("supervisorMode", mode.ToString());
        }

        if (record.Scope is { } scope)
        {
            json.WriteString("supervisorMonitoringMode", scope.ToString());
        }

        json.WriteString("timestamp", timestamps.Text(record.At));
        json.WriteNumber("timestampSeconds", record.At.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }

    /// <summary>The name is missing where the configuration no longer has the person.</summary>
    private static void WriteUser(Utf8JsonWriter json, string property, string userId, string? userName)
    {
        json.WriteStartObject(property);
        json.WriteString("id", userId);
        if (userName is not null)
        {
            json.WriteString("userName", userName);
        }

        json.WriteEndObject();
    }
}
