using Data;
using Microsoft.EntityFrameworkCore;
using Platform;
using static Platform.Words;

namespace Estates;

/// <summary>Places and the people who live in them come first.</summary>
sealed class EstateFirstSteps(AppDb db) : IFirstSteps
{
    public async Task<IReadOnlyList<FirstStep>> Steps(CancellationToken stop) =>
    [
        new(10, T("添加小区"), T("小区、楼栋和公共区域；也可以跳过，导入时一起建"), "estates/communities/new", await db.Communities.CountAsync(stop)),
        new(20, T("导入房屋和住户"), T("一张表格一次导入，先检查再写入，错的行会说明原因"), "estates/import", await db.Units.CountAsync(stop)),
        new(50, T("邀请住户"), T("把地址或二维码发给业主"), "first-day#invite", await db.Residents.CountAsync(r => r.AccountId != null, stop)),
    ];
}
