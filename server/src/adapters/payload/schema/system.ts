import type { HostExpr } from '../../../lang/expression.ts';
import type { Outline } from '../../../lang/outline.ts';
import { flagOf, follow, propertyOf } from '../literals.ts';
import { type FieldFact, systemField } from './field.ts';

/** A setting that is off when it is missing, null or false; `unknown` where it is neither a literal object nor a boolean. */
export function setting(outline: Outline, object: HostExpr, key: string): 'off' | 'on' | 'unknown' {
  const value = propertyOf(object, key);
  const at = value === null ? null : follow(outline, value);
  if (at === null || at.kind === 'nothing') return 'off';
  if (at.kind === 'boolean') return at.value ? 'on' : 'off';
  return at.kind === 'object' ? 'on' : 'unknown';
}

const valueAt = (outline: Outline, object: HostExpr, key: string): HostExpr | null => { const value = propertyOf(object, key); return value === null ? null : follow(outline, value); };

/** The fields that Payload 3 adds to a collection by itself, in its order (`sanitizeCollection`, measured on 3.90.2). */
export function systemFields(outline: Outline, object: HostExpr, doubts: string[]): readonly FieldFact[] {
  const span = propertyOf(object, 'slug')?.span ?? object.span;
  const on = (key: string): boolean => {
    const state = setting(outline, object, key);
    if (state === 'unknown') doubts.push(`whether it has ${key} is known only at run time`);
    return state === 'on';
  };
  const stamped = flagOf(outline, propertyOf(object, 'timestamps')) !== false;
  return [
    ...(stamped ? [systemField('updatedAt', 'date', span, { index: true }), systemField('createdAt', 'date', span, { index: true })] : []),
    ...(stamped && on('trash') ? [systemField('deletedAt', 'date', span, { index: true })] : []),
    ...(hasDrafts(outline, object) ? [systemField('_status', 'select', span, { index: true })] : []),
    ...(on('upload') ? uploadFields(outline, valueAt(outline, object, 'upload'), span) : []),
    ...(on('auth') ? authFields(outline, valueAt(outline, object, 'auth'), span) : []),
  ];
}

/** Drafts without localized fields, whose status would be that of each locale. */
export function hasDrafts(outline: Outline, object: HostExpr): boolean {
  const versions = valueAt(outline, object, 'versions');
  return versions?.kind === 'object' && setting(outline, versions, 'drafts') === 'on';
}

function uploadFields(outline: Outline, upload: HostExpr | null, span: FieldFact['span']): readonly FieldFact[] {
  const compound = upload !== null && valueAt(outline, upload, 'filenameCompoundIndex') !== null;
  const plain = (name: string, type: string): FieldFact => systemField(name, type, span);
  return [
    plain('url', 'text'), plain('thumbnailURL', 'text'), systemField('filename', 'text', span, { index: true, unique: !compound }), plain('mimeType', 'text'), plain('filesize', 'number'), plain('width', 'number'), plain('height', 'number'),
    ...(upload !== null && flagOf(outline, propertyOf(upload, 'focalPoint')) === false ? [] : [plain('focalX', 'number'), plain('focalY', 'number')]),
  ];
}

function authFields(outline: Outline, auth: HostExpr | null, span: FieldFact['span']): readonly FieldFact[] {
  const has = (key: string): boolean => auth !== null && setting(outline, auth, key) === 'on';
  const plain = (name: string, type: string): FieldFact => systemField(name, type, span);
  const keys = has('useAPIKey') ? [plain('enableAPIKey', 'checkbox'), plain('apiKey', 'text'), plain('apiKeyIndex', 'text')] : [];
  if (has('disableLocalStrategy')) return keys;
  const byName = auth === null ? null : valueAt(outline, auth, 'loginWithUsername');
  const byEmail = flagOf(outline, byName === null ? null : propertyOf(byName, 'allowEmailLogin')) !== false;
  const locked = auth === null ? null : valueAt(outline, auth, 'maxLoginAttempts');
  const sessions = systemField('sessions', 'array', span, { fields: [plain('createdAt', 'date'), plain('expiresAt', 'date')] });
  return [
    ...keys, systemField('email', 'email', span, { unique: byEmail, required: byName === null }), ...(has('loginWithUsername') ? [systemField('username', 'text', span, { unique: true })] : []),
    plain('resetPasswordToken', 'text'), plain('resetPasswordExpiration', 'date'), plain('salt', 'text'), plain('hash', 'text'), plain('resetPasswordRequestedAt', 'date'),
    ...(has('verify') ? [plain('_verified', 'checkbox'), plain('_verificationToken', 'text')] : []),
    ...(locked?.kind === 'number' && locked.value === 0 ? [] : [plain('loginAttempts', 'number'), plain('lockUntil', 'date')]),
    ...(auth !== null && flagOf(outline, propertyOf(auth, 'useSessions')) === false ? [] : [sessions]),
  ];
}
